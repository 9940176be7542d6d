import { chatProgram } from './program.ts';
import { openTerminal } from './terminal.ts';

process.exitCode = await chatProgram(process.argv.slice(2), {
  environment: process.env,
  // npm runs its scripts in the project's folder, and says where it was called.
  directory: process.env['INIT_CWD'] ?? process.cwd(),
  isTerminal: process.stdout.isTTY,
  stdout: (text) => {
    process.stdout.write(text);
  },
  stderr: (text) => {
    process.stderr.write(text);
  },
  openTerminal: () => openTerminal(process.stdin, process.stdout),
});
