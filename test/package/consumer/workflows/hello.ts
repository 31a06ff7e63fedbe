import { NovaAct, NovaActError, workflow } from 'nova-act-cdk';
import { getInvocationContext } from 'nova-act-cdk/runtime';

/** What the tests look at: an answer, and whether workflow, SDK and host are of one copy. */
export interface Answer {
  readonly heading: string;
  readonly knowsErrors: boolean;
  readonly knowsHost: boolean;
}

export const main = workflow(
  { definitionName: 'hello' },
  async (payload: { url: string }): Promise<Answer> => {
    await using nova = await NovaAct.start({ startingPage: payload.url });
    const { data } = await nova.actGet('Return the main heading of the page', { type: 'string' } as const);
    const mistake: unknown = await nova.act('').catch((error: unknown) => error);
    return {
      heading: data,
      knowsErrors: mistake instanceof NovaActError,
      knowsHost: getInvocationContext() !== undefined,
    };
  },
);
