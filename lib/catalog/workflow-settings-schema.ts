import { z } from 'zod';
import { isRecord } from '../core/is-record.ts';
import { words } from './check-value.ts';
import { checkAllVariables } from './settings.ts';
import { workflowSettingsShape } from './workflow-settings-shape.ts';

/** Settings of one workflow in an environment. */
export const workflowSettingsSchema = z
  .strictObject(workflowSettingsShape)
  .superRefine(checkAllVariables, { when: hasVariables })
  .readonly()
  .register(words, {
    what: 'must be an object',
    allowed: 'an object of settings',
    fix: 'write { environment: { … } }, for example',
  });

/** When {@link checkAllVariables} can look at an object: whatever else is wrong in it. */
export function hasVariables({ value }: { readonly value: unknown }): boolean {
  return (
    isRecord(value) &&
    [value.environment, value.secrets].every((part) => part === undefined || isRecord(part))
  );
}
