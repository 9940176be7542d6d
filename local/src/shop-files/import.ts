/** `npm run import` */
import { importProgram } from '@deskfleet/import-export/import-program.ts';
import { surroundings } from './surroundings.ts';

process.exitCode = await importProgram(process.argv.slice(2), surroundings);
