import { DeskApp, signInTrouble } from './desk-app.ts';
import { readSettings } from './page-settings.ts';
import { isSignInReturn, PersonSignIn } from './person-sign-in.ts';
import { readLink } from './question-link.ts';
import { QuestionView } from './question-view.ts';
import { NO_LINK, type Notice } from './screen.ts';
import { TabMemory } from './tab-memory.ts';

/** Starts the page. Never rejects. */
async function main(): Promise<void> {
  const address = new URL(location.href);
  const base = new URL('.', address);
  base.search = '';
  const link = readLink(address.hash || (TabMemory.read(LINK_KEY) ?? ''));
  // Another link that is opened in this tab changes nothing but what stands behind `#`.
  addEventListener('hashchange', () => location.reload());
  const { signIn: settings } = readSettings(document.getElementById('settings')?.textContent ?? '{}');
  const signIn = settings && new PersonSignIn(settings, base);
  const trouble = signIn && isSignInReturn(address) ? await finished(signIn, address) : undefined;
  if (link === undefined) {
    hideAddress(base);
    nothing();
    return;
  }
  const { definitionName, questionId, token } = link;
  // Where it is not remembered, it stays in the address.
  if (TabMemory.write(LINK_KEY, `#${definitionName}/${questionId}/${token}`)) hideAddress(base);
  new DeskApp({ link, base, signIn, trouble }).start();
}

const LINK_KEY = 'link';

/** The secret of a link, and the code of a sign-in, do not stay where others see them. */
function hideAddress(base: URL): void {
  history.replaceState(null, '', base);
}

async function finished(signIn: PersonSignIn, address: URL): Promise<Notice | undefined> {
  try {
    await signIn.finish(address);
    return undefined;
  } catch (error) {
    return signInTrouble(error);
  }
}

function nothing(): void {
  const actions = { answer: () => {}, takeOver: () => {}, retry: () => {}, needsSignIn: false };
  const state = { clockAheadMs: 0, isUnknown: false, wasOpen: false };
  new QuestionView(actions).drawScreen(NO_LINK, state);
}

void main();
