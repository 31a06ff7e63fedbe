/** Markup that is safe to send. Only {@link html} and {@link trusted} make it; every other text is escaped. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template: text is escaped, `undefined`, `null` and `false` are nothing, lists are joined. */
export type HtmlValue = Html | string | number | undefined | null | false | readonly HtmlValue[];

/** Markup from a template. Values are escaped for text and for quoted attributes. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  // Joined by `+`, which copies nothing: pictures are parts of parts of pages.
  let markup = '';
  parts.forEach((part, index) => {
    markup += part + (index < values.length ? render(values[index]) : '');
  });
  return new Html(markup);
}

/** Takes markup of our own as it is. Never for text from outside. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/** Text as it must stand in markup, also within a quoted attribute. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function render(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.reduce<string>((markup, item) => markup + render(item), '');
}
