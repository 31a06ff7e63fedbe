/** The service model as AWS publishes it (trimmed), and sample values made from it. */
import fs from 'node:fs';
import path from 'node:path';

export type ReferenceMember = {
  shape: string;
  location?: 'uri' | 'querystring' | 'header';
  locationName?: string;
  idempotencyToken?: boolean;
};
export type ReferenceShape = {
  type: string;
  members?: Record<string, ReferenceMember>;
  required?: string[];
  member?: { shape: string };
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  sensitive?: boolean;
  document?: boolean;
  union?: boolean;
  exception?: boolean;
  error?: { httpStatusCode: number; senderFault?: boolean };
  retryable?: { throttling: boolean };
  timestampFormat?: string;
};
export type ReferenceOperation = {
  name: string;
  http: { method: string; requestUri: string; responseCode: number };
  input: { shape: string };
  output: { shape: string };
  errors: { shape: string }[];
  idempotent?: boolean;
  readonly?: boolean;
};
export type ReferenceModel = {
  metadata: Record<string, unknown>;
  operations: Record<string, ReferenceOperation>;
  shapes: Record<string, ReferenceShape>;
};

const file = path.join(import.meta.dirname, 'nova-act-model.json');
export const reference: ReferenceModel = JSON.parse(fs.readFileSync(file, 'utf8'));

export function referenceShape(name: string): ReferenceShape {
  const shape = reference.shapes[name];
  if (shape === undefined) throw new Error(`The service model has no shape ${name}.`);
  return shape;
}

/** Valid text for shapes with a pattern; the others get text of a fitting length. */
const sampleText: Readonly<Record<string, string>> = {
  UuidString: '01234567-89ab-cdef-0123-456789abcdef',
  ClientToken: 'token-0123456789-0123456789-0123456789',
  WorkflowDefinitionName: 'My_workflow-1',
  WorkflowDefinitionArn: 'arn:aws:nova-act:us-east-1:123456789012:workflow-definition/My_workflow-1',
  WorkflowRunArn:
    'arn:aws:nova-act:us-east-1:123456789012:workflow-definition/w/workflow-run/01234567-89ab-cdef-0123-456789abcdef',
  CloudWatchLogGroupName: '/aws/nova-act/runs.1',
  S3BucketName: 'a-bucket.example',
  S3KeyPrefix: "runs/it's(1)!",
  NextToken: 'a+b/c==&d',
  ToolName: 'look_up-1',
  Task: 'Größe: “naïve” 日本 🧪 \\ " \n end',
};

/** A value of a shape with all its members. */
export function sampleOf(shapeName: string): unknown {
  const shape = referenceShape(shapeName);
  switch (shape.type) {
    case 'string':
      return shape.enum?.at(-1) ?? sampleText[shapeName] ?? `${shapeName} ${'x'.repeat(shape.min ?? 1)}`;
    case 'integer':
      return shape.min ?? 7;
    case 'timestamp':
      return '2026-02-03T04:05:06.789Z';
    case 'list':
      return [sampleOf(shape.member?.shape ?? ''), sampleOf(shape.member?.shape ?? '')];
    default:
      if (shape.document) {
        return { type: 'object', list: [1, -2.5, 1e21, 'a', true, null, []], nested: { '': { $ref: '#' } } };
      }
      return Object.fromEntries(
        Object.entries(shape.members ?? {}).map(([name, member]) => [name, sampleOf(member.shape)]),
      );
  }
}
