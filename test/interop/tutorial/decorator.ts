// A workflow as a decorated method, run where it is written: npx tsx decorator.ts <definition> <log group> <page>
import { NovaAct, workflow } from '../../../lib/sdk/index.ts';

const [definitionName = '', logGroupName = '', startingPage = ''] = process.argv.slice(2);

class Shop {
  @workflow({ definitionName, logGroupName })
  async heading(): Promise<unknown> {
    await using nova = await NovaAct.start({ startingPage });
    const { data } = await nova.actGet('Return the main heading of the page', { type: 'string' });
    return data;
  }
}

console.log(await new Shop().heading());
