/** `npm run export` */
import { exportProgram } from '@deskfleet/import-export/export-program.ts';
import { surroundings } from './surroundings.ts';

process.exitCode = await exportProgram(process.argv.slice(2), surroundings);
