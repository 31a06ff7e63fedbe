import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';
import { locate } from '../../../lib/browser/actions/locate.ts';
import type { DomReader } from '../../../lib/browser/dom-reader.ts';
import type { BrowserAction, Observation } from '../../../lib/browser/index.ts';
import { runInFrame } from '../../../lib/browser/page-script.ts';
import { messageOf } from '../../../lib/core/errors.ts';
import { type Hostility, hostilePage } from './hostile-page.ts';
import { type Session, useSession } from './session.ts';

/** What looking and acting come to on a page. */
export interface Play {
  readonly seen: Pick<Observation, 'simplifiedDOM' | 'idToBboxMap' | 'browserDimensions'>;
  readonly state: PageState;
  /** What the actions were refused for. */
  readonly refused: readonly string[];
}

/** A session that looks at hostile pages, and does on each whatever one can do. */
export function useHostileSession(): Pick<Session, 'page'> & { play(hostility: Hostility): Promise<Play> } {
  const folder = mkdtempSync(path.join(tmpdir(), 'hostile-'));
  const file = path.join(folder, 'cv.txt');
  writeFileSync(file, 'my life');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const session = useSession({ allowedFileUploadPaths: [file] });

  async function open(hostility: Hostility): Promise<void> {
    const { actuator, server, page } = session;
    const url = server.page(hostilePage(hostility), hostility.headers);
    if (!hostility.isFramed) return actuator.goTo(url);
    const { pathname } = new URL(url);
    const attacks = hostility.attacks.map((attack) => `<script>try { ${attack} } catch {}</script>`);
    await actuator.goTo(
      server.page(`<style>body{margin:0}</style><iframe style="border:0;width:800px;height:500px"
        src="${server.otherOrigin}${pathname}"></iframe>${attacks.join('')}`),
    );
    await page.waitForLoadState('load');
  }

  return {
    get page() {
      return session.page;
    },
    async play(hostility) {
      await open(hostility);
      const { actuator, page } = session;
      const { simplifiedDOM, idToBboxMap, browserDimensions } = await actuator.observe();
      const refused: string[] = [];
      for (const action of actions(file)) {
        await actuator.perform(action).catch((error: unknown) => refused.push(messageOf(error)));
      }
      await actuator.settle();
      const { frame } = await locate(page, { x: 30, y: 30 });
      const state = await runInFrame(frame, readState, undefined);
      return { seen: { simplifiedDOM, idToBboxMap, browserDimensions }, state, refused };
    },
  };
}

/** Everything has its place, so that nothing has to be asked of the page. */
function actions(file: string): BrowserAction[] {
  const at = (x: number, y: number): string => `<box>${y + 20},${x + 20},${y + 50},${x + 220}</box>`;
  const type = (x: number, y: number, value: string): BrowserAction => {
    return { name: 'agentType', box: at(x, y), value, pressEnter: false };
  };
  const click = (x: number, y: number): BrowserAction => {
    return { name: 'agentClick', box: at(x, y), clickType: 'left' };
  };
  return [
    type(0, 0, 'new'),
    click(0, 50),
    type(0, 100, 'B'),
    click(0, 150),
    { name: 'agentScroll', box: at(0, 200), direction: 'down' },
    type(300, 0, '2026-02-03'),
    type(300, 50, 'new'),
    type(300, 100, '70'),
    click(300, 150),
    type(300, 200, file),
    { name: 'agentHover', box: at(0, 320) },
    // The form itself, which is what its fields shadow most.
    click(300, 300),
    type(300, 300, 'nothing takes this'),
    { name: 'agentScroll', box: at(300, 300), direction: 'up' },
    { name: 'agentScroll', box: at(300, 300), direction: 'down' },
    { name: 'agentHover', box: at(0, 20) },
  ];
}

/** What has become of the controls of the form. */
export interface PageState {
  readonly text: string;
  readonly isChecked: boolean;
  readonly select: string;
  readonly hasScrolled: boolean;
  readonly date: string;
  readonly editable: string;
  readonly range: string;
  readonly isAgreed: boolean;
  readonly file: string;
  readonly formTop: number;
  readonly isHovered: boolean;
}

/** A page script. */
function readState(_given: undefined, dom: DomReader): PageState {
  const find = (id: string): Element => {
    const element = dom.call(document, 'getElementById', id);
    if (element === null) throw new Error(`There is no ${id}.`);
    return element;
  };
  const input = (id: string): HTMLInputElement => find(id) as HTMLInputElement;
  return {
    text: input('text').value,
    isChecked: input('check').checked,
    select: input('select').value,
    hasScrolled: find('scroller').scrollTop > 50,
    date: input('date').value,
    editable: find('editable').textContent ?? '',
    range: input('range').value,
    isAgreed: input('agree').checked,
    file: input('file').files?.[0]?.name ?? '',
    formTop: dom.get(find('form'), 'scrollTop'),
    isHovered: dom.call(find('form'), 'matches', ':hover'),
  };
}
