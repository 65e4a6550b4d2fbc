// Runs before `npm start` and `npm test`: exits with one sentence where Node is older than package.json's "engines" asks.
// Only syntax that every Node can parse may stand here.
var floor = require('./package.json').engines.node.replace(/^>=/, '');
var current = process.versions.node;

function isOlder(version, than) {
  var parts = version.split('.').map(Number);
  var other = than.split('.').map(Number);
  for (var index = 0; index < 3; index++) {
    if (parts[index] !== other[index]) return parts[index] < other[index];
  }
  return false;
}

if (isOlder(current, floor)) {
  console.error(
    'This project needs Node ' +
      floor +
      ' or later, and this is Node ' +
      current +
      ': install a newer one from https://nodejs.org.',
  );
  process.exit(2);
}
