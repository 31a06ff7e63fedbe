import { DESK_REFUSALS, type DeskRefusal } from '../contract/question.ts';

/** What the desk refuses. The message is for the person or the workflow that is refused: it has no secrets, and nothing of what was asked. */
export class DeskError extends Error {
  override readonly name = 'DeskError';

  constructor(
    readonly code: DeskRefusal,
    message: string,
  ) {
    super(message);
  }

  /** Of HTTP. */
  get status(): number {
    return DESK_REFUSALS[this.code];
  }
}

/** The same for a question that is not there, one that is gone, and a wrong token. */
export function unknownLink(): DeskError {
  return new DeskError(
    'UnknownLink',
    'There is no such question: the link is wrong or not whole, or the question is long over. Open the link as it was sent, whole.',
  );
}
