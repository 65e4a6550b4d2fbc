/** Prints a report as one line of JSON, or a line for each property. */
export function printReport(report: object, json: boolean): void {
  if (json) console.log(JSON.stringify(report));
  else
    for (const [name, value] of Object.entries(report)) console.log(name.padEnd(20), JSON.stringify(value));
}
