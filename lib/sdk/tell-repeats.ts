import type { ProgressEvent } from '../contract/progress.ts';
import type { RepeatedFailure } from '../service/repeat-call.ts';
import { toSdkError } from './service-errors.ts';

/** Makes what tells listeners that a call failed and is made again. @param call its name, such as `CreateAct` */
export function tellRepeats(
  call: string,
  publish: (event: ProgressEvent) => void,
): (failure: RepeatedFailure) => void {
  return ({ error, attempts, delayMs }) => {
    const again = delayMs < 100 ? 'at once' : `in ${(delayMs / 1000).toFixed(1)} s`;
    // Below the first line the AWS SDK says where more is to be found.
    const [reason = ''] = toSdkError(error).message.split('\n');
    const message = `${call} failed (attempt ${attempts}: ${reason}); it is sent again ${again}.`;
    publish({ type: 'log', level: 'warn', message });
  };
}
