import type { TakeOverChannel } from '../../../contract/question.ts';
import type { TakeOverHello } from '../../../contract/take-over.ts';

/** Where people who take over come in: the WebSocket of the host, or one of this process alone. */
export interface TakeOverDoor {
  /** How they get here; the desk is told. */
  readonly channel: TakeOverChannel;
  /**
   * From now on, whoever says hello for a question is led to `serve`; everybody else is refused.
   *
   * @returns ends that; whoever is connected then is told by `serve`
   */
  open(questionId: string, serve: (hello: TakeOverHello, connection: TakeOverConnection) => void): Disposable;
}

/** How many may be connected to one door that is for people only. */
export const MAX_DOOR_CONNECTIONS = 50;

/** A door that stays where it is until it is opened, or disposed of without that. */
export interface ReservedDoor extends TakeOverDoor, Disposable {}

/** The other end: a page. */
export interface TakeOverConnection {
  /** Resolves when it has left, or cannot any more. Never rejects. */
  send(json: string): Promise<void>;
  /** Ends it. Harmless when it has ended. */
  close(): void;
  /** Gets every message after the hello. */
  onMessage(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
}
