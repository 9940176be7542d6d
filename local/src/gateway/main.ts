/**
 * Process of the gateway, the token issuer and what stands for Cognito. Environment: GATEWAY_PORT, TOKEN_KEY_FILE,
 * LOG_LEVEL and an agent's settings.
 */
import { createServer } from 'node:http';
import { Router } from 'express';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import { agentUrl, loadSettings } from '@deskfleet/shared/settings.ts';
import { createLog } from '@deskfleet/shared/telemetry/log.ts';
import { demoUsers } from '../cognito/demo-users.ts';
import { cognitoEndpoint } from '../cognito/endpoint.ts';
import { UserPool } from '../cognito/user-pool.ts';
import { LOCAL_AUDIENCE } from '../identity.ts';
import { createGateway } from './gateway.ts';
import { createIssuer } from './issuer.ts';
import { loadTokenSigner } from './token-signer.ts';

async function main(): Promise<void> {
  const settings = loadSettings(process.env);
  const port = Number(process.env['GATEWAY_PORT']);
  const signer = await loadTokenSigner(
    process.env['TOKEN_KEY_FILE'] ?? '.deskfleet/token-key.json',
    settings.TOKEN_ISSUER,
  );
  const { database } = connectDatabase(settings);
  const local = Router();
  const pool = new UserPool({ clientId: LOCAL_AUDIENCE, find: demoUsers(database), sign: signer.sign });
  local.use('/cognito', cognitoEndpoint({ pool }));
  local.use(createIssuer({ signer, database, log: createLog(settings, { agent: 'issuer' }) }));
  const server = createServer(createGateway({ urlOf: (agent) => agentUrl(settings, agent), local }));
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
