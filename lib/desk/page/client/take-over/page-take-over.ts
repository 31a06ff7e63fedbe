import type { TakeOverInput } from '../../../../contract/take-over.ts';
import type { PageDesk } from '../page-desk.ts';
import type { QuestionLink } from '../question-link.ts';
import { pageSecret } from '../secret.ts';
import { TabMemory } from '../tab-memory.ts';
import { TakeOverScreen } from './take-over-screen.ts';
import { type TakeOverEnd, TakeOverSession } from './take-over-session.ts';

/** Takes over, and shows the browser until that ends. One for each time that the person takes over. */
export class PageTakeOver {
  readonly screen: TakeOverScreen;
  readonly #session: TakeOverSession;

  constructor({ desk, link, message, name, token, giveBack }: TakeOverParts) {
    const claim = claimOf(link) ?? newClaim(link);
    this.#session = new TakeOverSession({
      take: async () => await desk.take({ claim, ...(name !== undefined && { name }) }, token()),
      hello: { questionId: link.questionId, claim },
      onNews: (news) => this.screen.news(news),
      onStatus: (status) => this.screen.status(status),
    });
    const send = (input: TakeOverInput): void => this.#session.send(input);
    this.screen = new TakeOverScreen({ message, send, giveBack });
  }

  /** Never rejects. */
  async run(): Promise<TakeOverEnd> {
    return await this.#session.run();
  }

  leave(): void {
    this.#session.leave();
  }
}

export interface TakeOverParts {
  readonly desk: PageDesk;
  readonly link: QuestionLink;
  /** What the workflow asks for. */
  readonly message: string;
  readonly name: string | undefined;
  /** Of the sign-in. */
  readonly token: () => string | undefined;
  readonly giveBack: (answer: 'yes' | 'no', comment: string) => void;
}

/** The secret by which this tab is known as the holder, also after a reload. */
export function claimOf({ questionId }: QuestionLink): string | undefined {
  return claims.get(questionId) ?? TabMemory.read(`claim.${questionId}`);
}

function newClaim({ questionId }: QuestionLink): string {
  const claim = pageSecret();
  claims.set(questionId, claim);
  TabMemory.write(`claim.${questionId}`, claim);
  return claim;
}

/** For browsers that remember nothing. */
const claims = new Map<string, string>();
