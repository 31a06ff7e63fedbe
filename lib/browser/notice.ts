/** Says what is worth knowing but no error, once for each text, as a warning of the process. */
export function warnOnce(text: string): void {
  if (warned.has(text)) return;
  warned.add(text);
  process.emitWarning(text, { type: 'NovaActBrowserWarning' });
}

const warned = new Set<string>();
