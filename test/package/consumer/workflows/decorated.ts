import { NovaAct, workflow } from 'nova-act-cdk';

class Reader {
  readonly prompt = 'Return the main heading of the page';

  @workflow({ definitionName: 'decorated' })
  async read(url: string): Promise<string> {
    await using nova = await NovaAct.start({ startingPage: url });
    const { data } = await nova.actGet(this.prompt, { type: 'string' } as const);
    return data;
  }
}

export async function main(payload: { url: string }): Promise<{ heading: string }> {
  return { heading: await new Reader().read(payload.url) };
}
