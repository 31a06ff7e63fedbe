import type { Answerer, GivenAnswer, ShownQuestion } from '../../../contract/question.ts';
import { isOwnAnswer, type PageState } from './page-state.ts';
import { timeAgo, timeOfDay } from './time-words.ts';

/**
 * What is to be said to a person now.
 *
 * @param now - milliseconds since 1970, by the clock of this device
 */
export function screenOf(state: PageState, now: number): Screen {
  const { shown } = state;
  if (state.isUnknown) return UNKNOWN;
  if (shown === undefined) return state.silence === undefined ? LOADING : unreachable(state.silence);
  const deskNow = now + state.clockAheadMs;
  if (shown.status === 'open') {
    if (state.sent?.outcome === 'recorded') return recorded(state);
    return isUnsure(state) && state.silence !== undefined
      ? unsure(state)
      : { kind: 'open', notices: openNotices(state, shown, deskNow) };
  }
  const notices = state.silence === undefined ? [] : [outdated(state.silence)];
  if (shown.status === 'expired') return { kind: 'end', end: 'expired', notice: EXPIRED(state), notices };
  if (shown.status === 'withdrawn')
    return { kind: 'end', end: 'withdrawn', notice: withdrawn(state, shown), notices };
  return { kind: 'end', ...answered(state, shown, deskNow), notices };
}

/** `end`: nothing is asked any more. */
export type Screen =
  | { readonly kind: 'open'; readonly notices: readonly Notice[] }
  | {
      readonly kind: 'end';
      readonly end: 'recorded' | 'answered' | 'expired' | 'withdrawn';
      readonly notice: Notice;
      /** What has become of the answer. */
      readonly progress?: Notice | undefined;
      readonly notices: readonly Notice[];
    }
  | { readonly kind: 'nothing'; readonly notice: Notice; readonly canRetry: boolean };

export interface Notice {
  readonly tone: 'good' | 'bad' | 'late' | 'busy' | 'plain';
  readonly title: string;
  readonly lines: readonly string[];
}

/** Said when the address has no question behind `#`. */
export const NO_LINK: Screen = {
  kind: 'nothing',
  canRetry: false,
  notice: {
    tone: 'plain',
    title: 'There is no question in this address',
    lines: [
      'Open the link in the message that you got: the question is in the part behind “#”, which was not there, or was cut off.',
    ],
  },
};

/** How long an answer may wait for its workflow until that is said. */
export const FETCH_PATIENCE_MS = 20_000;
/** How long a workflow may be silent until that is said. It asks every few seconds. */
const SILENCE_MS = 60_000;

const LOADING: Screen = {
  kind: 'nothing',
  canRetry: false,
  notice: { tone: 'busy', title: 'Asking for the question …', lines: [] },
};

const UNKNOWN: Screen = {
  kind: 'nothing',
  canRetry: true,
  notice: {
    tone: 'bad',
    title: 'This link is not known',
    lines: [
      'It may be cut off or mistyped, or its question ended long ago. Nothing was recorded.',
      'Open the link in your message again. If that shows the same, tell those who run the workflow.',
    ],
  },
};

function unreachable(why: string): Screen {
  return {
    kind: 'nothing',
    canRetry: true,
    notice: {
      tone: 'bad',
      title: 'The question cannot be shown',
      lines: [why, 'This page goes on trying.'],
    },
  };
}

function isUnsure({ sent, sending }: PageState): boolean {
  return sent?.outcome === 'unsure' && sending === undefined;
}

/** The desk has said so, and then could not be asked. */
function recorded({ silence }: PageState): Screen {
  return {
    kind: 'end',
    end: 'recorded',
    notice: { tone: 'good', title: 'Your answer is recorded', lines: [] },
    progress: {
      tone: 'late',
      title: 'It is not known yet whether the workflow has got it',
      lines: silence === undefined ? [] : [`${silence} This page goes on trying.`],
    },
    notices: [],
  };
}

function unsure({ sent }: PageState): Screen {
  return {
    kind: 'nothing',
    canRetry: true,
    notice: {
      tone: 'late',
      title: 'It is not known whether your answer was recorded',
      lines: [
        ...(sent?.why === undefined ? [] : [sent.why]),
        'This page asks the desk again, and tells you. Leave it open.',
      ],
    },
  };
}

function openNotices(state: PageState, shown: ShownQuestion, deskNow: number): readonly Notice[] {
  const notices: Notice[] = [];
  const silentMs = deskNow - shown.heardAt;
  if (state.silence !== undefined) notices.push(outdated(state.silence));
  if (state.refusal !== undefined) {
    notices.push({ tone: 'bad', title: 'Your answer was not recorded', lines: [state.refusal] });
  } else if (isUnsure(state)) {
    notices.push({
      tone: 'late',
      title: 'Your answer is not recorded so far',
      lines: ['The desk was asked again, and does not have it. Please answer again.'],
    });
  }
  // What was read long ago tells nothing of the workflow.
  if (silentMs > SILENCE_MS && state.silence === undefined) {
    notices.push({
      tone: 'late',
      title: 'The workflow may have ended',
      lines: [
        `It has not asked for your answer for ${timeAgo(silentMs)}. You can answer, but perhaps nothing happens.`,
      ],
    });
  }
  return notices;
}

function outdated(why: string): Notice {
  return {
    tone: 'late',
    title: 'What you see may be outdated',
    lines: [`${why} This page goes on trying.`],
  };
}

/** Said of what this person has tried, when something else has come of it. */
function ownLoss({ sent }: PageState): readonly string[] {
  return sent === undefined ? [] : ['Your answer was not recorded.'];
}

function EXPIRED(state: PageState): Notice {
  return {
    tone: 'late',
    title: 'Time is up',
    lines: ['Nobody answered in time, and the workflow does not wait any more.', ...ownLoss(state)],
  };
}

function withdrawn(state: PageState, shown: ShownQuestion): Notice {
  const why = shown.withdrawnBecause;
  return {
    tone: 'late',
    title: 'The workflow does not wait any more',
    lines: [...(why === undefined || why === '' ? [] : [why]), ...ownLoss(state)],
  };
}

function answered(
  state: PageState,
  shown: ShownQuestion,
  deskNow: number,
): Pick<Extract<Screen, { kind: 'end' }>, 'end' | 'notice' | 'progress'> {
  const { answer } = shown;
  const progress = answer && progressOf(shown, answer, deskNow);
  const line = answer === undefined ? [] : answerLines(shown, answer, deskNow);
  if (isOwnAnswer(shown, state.sent)) {
    return {
      end: 'recorded',
      progress,
      notice: { tone: 'good', title: 'Your answer is recorded', lines: line },
    };
  }
  const who = nameOf(answer?.by);
  const title =
    state.wasOpen || state.sent !== undefined
      ? `${who ?? 'Somebody else'} has answered already`
      : 'This question is answered';
  return {
    end: 'answered',
    progress,
    notice: { tone: 'plain', title, lines: [...line, ...ownLoss(state)] },
  };
}

function progressOf(shown: ShownQuestion, answer: GivenAnswer, deskNow: number): Notice {
  if (shown.fetchedAt !== undefined) {
    return {
      tone: 'good',
      title: 'The workflow has got it',
      lines: [`It fetched the answer ${timeOfDay(shown.fetchedAt, deskNow)}.`],
    };
  }
  if (shown.withdrawnBecause !== undefined) {
    return {
      tone: 'late',
      title: 'The workflow stopped waiting before it got the answer',
      lines: [shown.withdrawnBecause, 'Nothing has come of the answer.'],
    };
  }
  if (deskNow - answer.at < FETCH_PATIENCE_MS)
    return { tone: 'busy', title: 'Waiting for the workflow to fetch it …', lines: [] };
  return {
    tone: 'late',
    title: 'The workflow has not fetched it',
    lines: [
      'It may have ended, and perhaps nothing has happened. Look whether the workflow still runs. This page goes on looking, and tells you when it is fetched.',
    ],
  };
}

function answerLines({ kind }: ShownQuestion, answer: GivenAnswer, deskNow: number): readonly string[] {
  const by = whoWords(answer.by);
  const said = SAID[kind][answer.value];
  const line = `${said} ${timeOfDay(answer.at, deskNow)}${by === undefined ? '' : ` by ${by}`}.`;
  return answer.comment === undefined ? [line] : [line, `Comment: ${answer.comment}`];
}

const SAID = {
  approve: { yes: 'Approved', no: 'Refused' },
  takeOver: { yes: 'Taken over and given back as done,', no: 'Given back as not possible,' },
} as const;

/** Names are what people say of themselves; a sign-in shows more. */
export function whoWords({ name, subject }: Answerer): string | undefined {
  if (name === undefined || name === '') return subject === undefined ? undefined : `“${subject}”`;
  return subject === undefined ? `“${name}”` : `“${name}” (signed in as “${subject}”)`;
}

function nameOf(by: Answerer | undefined): string | undefined {
  return by === undefined ? undefined : whoWords(by);
}
