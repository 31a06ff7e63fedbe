/** Makes an element. Text stays text: nothing here reads HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => typeof child === 'string' || child instanceof Node));
  return made;
}

/** Functions are listeners for what they are named after. */
export type Attributes = Readonly<Record<string, string | boolean | undefined | ((event: Event) => void)>>;
export type Child = Node | string | undefined | false;
