/**
 * A value of a template as text: `{ Ref: 'X' }` is `<X>`, an attribute `<X.Arn>`, an import its name, and parts are
 * joined. The notation of cdk-nag, in which the ids of its findings are written.
 */
export function renderReferences(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\$\{(AWS::\w+)\}/g, '<$1>');
  if (typeof value !== 'object' || value === null) return String(value);
  const [[key, argument] = []] = Object.entries(value);
  if (key === 'Ref') return `<${argument}>`;
  if (key === 'Fn::GetAtt' && Array.isArray(argument)) return `<${argument.join('.')}>`;
  if (key === 'Fn::ImportValue' || key === 'Fn::Sub') return renderReferences(argument);
  if (key === 'Fn::Join' && Array.isArray(argument)) {
    const [separator, parts] = argument;
    return [parts].flat().map(renderReferences).join(String(separator));
  }
  return JSON.stringify(value);
}
