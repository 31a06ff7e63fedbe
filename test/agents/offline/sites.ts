import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Observation } from '../../../lib/browser/index.ts';
import { Driver, type Ending } from './drive.ts';

/** Notes in `window.said` what is clicked (its `data-say`, or its link) and which forms are sent with what; goes nowhere. */
const SPY = `(() => {
  window.said = window.top === window ? [] : window.top.said;
  document.addEventListener('click', (event) => {
    const path = event.composedPath().filter((node) => node instanceof Element);
    const named = path.find((node) => node.dataset?.say);
    const link = path.find((node) => node.matches('a[href]'));
    if (named) window.said.push(named.dataset.say);
    else if (link) window.said.push('link ' + link.getAttribute('href'));
    if (link) event.preventDefault();
  }, true);
  const seen = new WeakSet();
  const onSubmit = (event) => {
    if (seen.has(event)) return;
    seen.add(event);
    event.preventDefault();
    const form = event.composedPath()[0];
    const fields = [...new FormData(form)].map(([name, value]) => name + '=' + value).join('&');
    window.said.push(['submit', form.dataset.form, fields].filter(Boolean).join(' '));
  };
  document.addEventListener('submit', onSubmit, true);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    root.addEventListener('submit', onSubmit, true);
    return root;
  };
})()`;

/** HTML with the faults that real sites have; `.page`, so that no linter wants to mend it. */
const FOLDER = path.join(import.meta.dirname, 'sites');

/** A browser in which the pages of `sites/` are at `http://site.test/<name>`. Nothing leaves it. */
export class Sites implements AsyncDisposable {
  readonly #driver: Driver;
  /** Pages as first seen: questions are answered from these, so that each page is loaded for them only once. */
  readonly #seen = new Map<string, Observation>();

  private constructor(driver: Driver) {
    this.#driver = driver;
  }

  static async open(): Promise<Sites> {
    const driver = await Driver.open();
    const context = driver.actuator.page().context();
    await context.addInitScript(SPY);
    await context.route('**/*', async (route) => {
      const name = /^\/([a-z-]+)$/.exec(new URL(route.request().url()).pathname)?.[1];
      const body = name === undefined ? null : readFileSync(path.join(FOLDER, `${name}.page`), 'utf8');
      if (body === null) await route.fulfill({ status: 404, body: 'No such page.' });
      else await route.fulfill({ contentType: 'text/html; charset=utf-8', body });
    });
    return new Sites(driver);
  }

  async ask(page: string, question: string, schema: unknown): Promise<Ending> {
    let observation = this.#seen.get(page);
    if (observation === undefined) {
      await this.#driver.actuator.goTo(`http://site.test/${page}`);
      observation = await this.#driver.look();
      this.#seen.set(page, observation);
    }
    return await this.#driver.run(question, schema, observation);
  }

  async act(page: string, prompt: string, schema?: unknown): Promise<Ending> {
    await this.#driver.actuator.goTo(`http://site.test/${page}`);
    return await this.#driver.run(prompt, schema);
  }

  /** What was clicked and sent since the page was opened, in order. */
  async said(): Promise<readonly string[]> {
    const said = await this.evaluate('window.said');
    return Array.isArray(said) ? said.map(String) : [];
  }

  async evaluate(expression: string): Promise<unknown> {
    return await this.#driver.actuator.page().evaluate(expression);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#driver[Symbol.asyncDispose]();
  }
}
