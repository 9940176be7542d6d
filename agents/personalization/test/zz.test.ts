import { memoryLog } from '@deskfleet/shared/telemetry/log.ts';
import { callTool, sharedWorld, toolContext } from '@deskfleet/local/testing/harness.ts';
import { agent } from '../src/agent.ts';
describe('zz', () => {
  it('samples', async () => {
    const world = await sharedWorld();
    for (const tool of agent.tools) {
      const sample = tool.sample;
      if (!sample) {
        console.log('no sample', tool.name);
        continue;
      }
      const c = toolContext(world, agent, { customerId: sample.customer });
      if (!['get_purchase_profile', 'erase_my_data'].includes(tool.name)) continue;
      const lines: any[] = [];
      (c as any).log = memoryLog(lines);
      const r = await callTool(c, agent, tool.name, sample.input);
      console.log(
        tool.name,
        c.record.dataApiCalls,
        JSON.stringify(r, null, 1).slice(0, 1800),
        lines.map((l) => [l.message, String(l.fields.error?.cause ?? l.fields.error), l.fields.error?.message]),
      );
    }
  });
});
