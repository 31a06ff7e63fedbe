/**
 * What was published to topics of this local AWS, the newest: in memory only, because a message to people may have a link by which whoever
 * has it can answer. Nobody is sent anything.
 */
export class PublishedMessages {
  readonly #messages: PublishedMessage[] = [];

  add(message: PublishedMessage): void {
    this.#messages.push(message);
    if (this.#messages.length > MAX_MESSAGES) this.#messages.shift();
  }

  /** Oldest first. */
  list(): readonly PublishedMessage[] {
    return [...this.#messages];
  }
}

/** A message that was published to a topic of SNS. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  /** Of a message with several structures, the default. */
  readonly message: string;
  readonly publishedAt: Date;
}

const MAX_MESSAGES = 100;
