/** Prints a line on stderr. Where somebody is asked there, the prompt stays below it. */
export function printLine(line: string): void {
  process.stderr.write(withPrompt(line));
}

/** The same for a line with a secret that whoever sits there shall see: what takes secrets out of the output looks at texts only. */
export function printSecretLine(line: string): void {
  process.stderr.write(Buffer.from(withPrompt(line)));
}

function withPrompt(line: string): string {
  return prompt === '' ? `${line}\n` : `${CLEAR_LINE}${line}\n${prompt}`;
}

/** Shows a prompt until the next one; an empty one is none. */
export function showPrompt(text: string): void {
  prompt = text;
  process.stderr.write(text === '' ? CLEAR_LINE : text);
}

let prompt = '';

const CLEAR_LINE = '\r\u001b[K';
