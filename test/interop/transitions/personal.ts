import { DEPLOYED, imagesOf, kept, UNCHANGED } from './outcomes.ts';
import type { Row } from './row.ts';

const changed = [{ name: 'getting-started', code: 2 }] as const;

/** Two people with a stage each, in one account. What one of them does leaves the other's as it is. */
export const PERSONAL_ROWS: readonly Row[] = (
  [{ build: 'zip' }, { build: 'codebuild' }, { build: 'codebuild', customerKey: true }] as const
).map((settings): Row => {
  const [ann, ben] = [
    { ...settings, stage: 'ann' },
    { ...settings, stage: 'ben' },
  ];
  const versions = (annsVersion: string) => ({
    versions: { getting_started__ann: annsVersion, getting_started__ben: '1' },
    live: { getting_started__ann: annsVersion, getting_started__ben: '1' },
  });
  return {
    name: `${settings.build}${'customerKey' in settings ? ' and keys' : ''}: two personal stages side by side`,
    steps: [
      { deploy: ann, expected: { ...DEPLOYED, retention: kept('getting_started__ann') } },
      // Each has a repository of its own, and so an image.
      { deploy: ben, expected: { ...DEPLOYED, ...versions('1'), images: imagesOf(settings.build) } },
      { deploy: { ...ann, workflows: changed }, expected: { ...DEPLOYED, ...versions('2'), lostLogs: [] } },
      {
        destroy: { ...ann, workflows: changed },
        expected: {
          ...DEPLOYED,
          lostLogs: ['getting_started__ann-DEFAULT', 'getting_started__ann-live'],
          retention: kept('getting_started__ben'),
        },
      },
      { deploy: ben, expected: UNCHANGED },
      { deploy: ann, expected: { ...DEPLOYED, ...versions('1') } },
    ],
  };
});
