import { isRecord } from '../../core/is-record.ts';
import type { StackValues } from './stack-values.ts';

/** What a runtime asks for that local AWS has not, and what sessions have in its place: by property. */
export function notHere(
  properties: Readonly<Record<string, unknown>>,
  stack: StackValues,
): readonly (readonly [property: string, what: string])[] {
  const network = stack.resolve(properties.NetworkConfiguration);
  const isInVpc = isRecord(network) && network.NetworkMode === 'VPC';
  return [
    ...(isInVpc
      ? [['NetworkConfiguration', 'there is no VPC here: sessions use the network of this machine.'] as const]
      : []),
    ...(properties.FilesystemConfigurations === undefined
      ? []
      : [
          [
            'FilesystemConfigurations',
            'nothing is mounted here: its folders are not there, and a session that is resumed finds no files.',
          ] as const,
        ]),
  ];
}
