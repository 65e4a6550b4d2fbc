import { transferSyntax } from '../../dicom/transferSyntaxes.ts';
import type { Verdict } from './compareFile.ts';

const OUTCOMES = ['exact', 'tolerance', 'rejected', 'unjudged', 'wrong'] as const;

const nameOf = (uid: string): string =>
  uid === 'none' ? 'none named' : `${uid} ${transferSyntax(uid).name}`;

/** Returns a table of counts with a row for each value of `key`, as Markdown for the README or aligned for a terminal. */
export function table(
  verdicts: Verdict[],
  heading: string,
  key: (verdict: Verdict) => string,
  markdown: boolean,
): string {
  const groups = new Map<string, Verdict[]>();
  for (const verdict of verdicts) groups.set(key(verdict), [...(groups.get(key(verdict)) ?? []), verdict]);
  const counts = (group: Verdict[]) =>
    OUTCOMES.map((outcome) => String(group.filter((one) => one.outcome === outcome).length));
  const rows = [
    [heading, 'files', 'exact', 'within tolerance', 'rejected', 'no reference', 'wrong'],
    ...[...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, group]) => [name, String(group.length), ...counts(group)]),
    ['all', String(verdicts.length), ...counts(verdicts)],
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)));
  if (!markdown) return rows.map((row) => line(row).join('  ')).join('\n');
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Returns the whole report as text. */
export function report(verdicts: Verdict[], markdown: boolean): string {
  const lines = [
    table(verdicts, 'transfer syntax', ({ transferSyntax: uid }) => nameOf(uid), markdown),
    '',
    table(
      verdicts,
      'photometric interpretation',
      ({ photometricInterpretation: name }) => name || 'none',
      markdown,
    ),
  ];
  if (markdown) return lines.join('\n');
  const list = (title: string, chosen: Verdict[]) => {
    if (chosen.length > 0)
      lines.push('', title, ...chosen.map(({ path, detail }) => `  ${path}\n      ${detail}`));
  };
  list(
    'Rejected:',
    verdicts.filter(({ outcome }) => outcome === 'rejected'),
  );
  list(
    'Decoded, without a trusted reference:',
    verdicts.filter(({ outcome }) => outcome === 'unjudged'),
  );
  lines.push('', ...displayLines(verdicts));
  list(
    'Wrong:',
    verdicts.filter(({ outcome }) => outcome === 'wrong'),
  );
  return lines.join('\n');
}

function displayLines(verdicts: Verdict[]): string[] {
  const compared = verdicts.flatMap(({ path, display }) =>
    display === undefined ? [] : [{ path, ...display }],
  );
  const agreeing = compared.filter(({ agrees }) => agrees).length;
  const share = compared.length === 0 ? 100 : (100 * agreeing) / compared.length;
  return [
    `Display: ${agreeing} of ${compared.length} images within a mean of 1 level of dcm2pnm (${share.toFixed(1)} %)`,
    ...compared
      .filter(({ agrees }) => !agrees)
      .map(
        ({ path, options, mean, worst }) =>
          `  ${path} (${options || 'colour'}): mean ${mean.toFixed(2)}, at most ${worst}`,
      ),
  ];
}
