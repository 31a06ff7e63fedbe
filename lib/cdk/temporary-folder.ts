import { rmSync } from 'node:fs';
import type { IConstruct } from 'constructs';
import { makeTemporaryFolder } from '../core/make-temporary-folder.ts';

/**
 * A folder for what becomes an asset. Assets copy it into the cloud assembly when they are made, so it can be disposed of
 * right after.
 */
export function temporaryFolder(scope: IConstruct): TemporaryFolder {
  const folder = makeTemporaryFolder('nova-act-cdk-');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const isRead = isReadLater(scope);
  return { path: folder, isReadLater: isRead, remove, [Symbol.dispose]: isRead ? () => {} : remove };
}

/** A folder that is there until it is disposed, or for tools that read it later, longer. */
export interface TemporaryFolder extends Disposable {
  /** Absolute. */
  readonly path: string;
  /** Whether disposing leaves it to tools that read it later. */
  readonly isReadLater: boolean;
  /** Removes it at once, whoever may want to read it. */
  readonly remove: () => void;
}

/** Tools that switch the copy off (`cdk deploy --no-staging`, for one) read the folder after the synthesis. */
function isReadLater(scope: IConstruct): boolean {
  return scope.node.tryGetContext('aws:cdk:disable-asset-staging') === true;
}
