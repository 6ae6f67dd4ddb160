import { helpText, readCommandLine, type SandboxCommand, UsageError } from './command-line.ts';
import { onStop } from './on-stop.ts';
import { startWorld, type World } from './world.ts';

/** `npm run sandbox`: the stand-ins alone, for people and for other programs. */
async function main(): Promise<void> {
  const command = read();
  if (command.help) {
    process.stdout.write(helpText());
    return;
  }
  const world = await startWorld(command.options);
  onStop(() => void world.stop().then(() => process.exit(0)));
  process.stdout.write(command.json ? `${JSON.stringify(world.urls)}\n` : listing(world));
}

function read(): SandboxCommand {
  try {
    return readCommandLine(process.argv.slice(2));
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    process.stderr.write(`sandbox: ${thrown.message}\n"npm run sandbox -- --help" lists every switch.\n`);
    process.exit(2);
  }
}

function listing({ urls, hostRules, certificateSpki }: World): string {
  return `The sandbox is running; Ctrl+C ends it.

  module      ${urls.eimzo.ws}
              ${urls.eimzo.wss}
  Didox       ${urls.didox.api} (API)
              ${urls.didox.web} (web app)
  eUgoda      ${urls.eugoda.api} (API)
              ${urls.eugoda.page} (pages)
  control     ${urls.control} (GET / tells what it can do)

Chromium meets them at the real addresses with
  --host-resolver-rules="${hostRules}"
  --ignore-certificate-errors-spki-list=${[...certificateSpki.web, certificateSpki.module].join(',')}
`;
}

main().catch((thrown: unknown) => {
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  process.stderr.write(`sandbox: it did not start: ${words}\n`);
  process.exit(1);
});
