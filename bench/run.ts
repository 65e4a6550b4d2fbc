/**
 * `npm run bench -- NAME [arguments]` runs `bench/NAME/index.ts`, which exports `run(args)`.
 */
import { existsSync, readdirSync } from 'node:fs';

const here = new URL('.', import.meta.url);
const names = readdirSync(here).filter((name) => existsSync(new URL(`${name}/index.ts`, here)));
const [name, ...args] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  console.error(`usage: npm run bench -- ${names.join('|')} [arguments]`);
  process.exitCode = 2;
} else {
  const bench = (await import(new URL(`${name}/index.ts`, here).href)) as {
    run(args: string[]): Promise<void>;
  };
  await bench.run(args);
}
