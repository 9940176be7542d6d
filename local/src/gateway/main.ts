/** Process of the gateway and the token issuer. Environment: GATEWAY_PORT, TOKEN_KEY_FILE, LOG_LEVEL and an agent's settings. */
import { createServer } from 'node:http';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import { agentUrl, loadSettings } from '@deskfleet/shared/settings.ts';
import { createLog } from '@deskfleet/shared/telemetry/log.ts';
import { createGateway } from './gateway.ts';
import { createIssuer, loadSigningKey } from './issuer.ts';

async function main(): Promise<void> {
  const settings = loadSettings(process.env);
  const port = Number(process.env['GATEWAY_PORT']);
  const key = await loadSigningKey(process.env['TOKEN_KEY_FILE'] ?? '.deskfleet/token-key.json');
  const { database } = connectDatabase(settings);
  const issuer = createIssuer({
    key,
    issuer: settings.TOKEN_ISSUER,
    database,
    log: createLog(settings, { agent: 'issuer' }),
  });
  const server = createServer(createGateway({ urlOf: (agent) => agentUrl(settings, agent), local: issuer }));
  const stop = (): void => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);
  server.once('error', (error) => {
    process.send?.({ type: 'failed', message: `The gateway could not start: ${error.message}` });
    process.exitCode = 1;
  });
  server.listen(port, '127.0.0.1', () => process.send?.({ type: 'ready', port }));
}

await main();
