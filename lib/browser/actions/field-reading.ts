/** What a page shows of a text that was typed. */
export interface FieldReading {
  /** The fields that may have it, likeliest first. */
  readonly fields: readonly ShownField[];
  /** The texts of fields in one row, beginning with the first one typed into: codes often have a field for each digit. */
  readonly row: readonly { readonly text: string; readonly before: string; readonly isBox: boolean }[];
  /** What can be read around the field, where pages put what was entered into lists. */
  readonly around: { readonly before: string; readonly now: string };
  /** What can be read around a place that hears keys without being a field to be seen, as in editors for code. */
  readonly editor: { readonly before: string; readonly now: string } | undefined;
}

export interface ShownField {
  readonly text: string;
  readonly before: string;
  /** Rich text has its own rules for spaces and lines. */
  readonly isRich: boolean;
  /** What the page has added to the end and selected, so that the next key replaces it. */
  readonly selectedEnd: string;
  /** Its text is hidden from whoever looks at the screen. */
  readonly isSecret: boolean;
  /** As many characters as it takes; absent when any number. */
  readonly maxLength?: number | undefined;
  /** It has come in the place of the field that was typed into, and is not one like it. */
  readonly isForeign: boolean;
}
