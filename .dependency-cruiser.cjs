// Imports point one way: see CONTRIBUTING.md. Each folder lists the folders that it may import from.
const folders = {
  contract: [],
  dicom: [],
  handlers: ['contract', 'dicom'],
  webcomponents: ['contract', 'dicom'],
  bundling: [],
  components: ['bundling', 'contract'],
  local: ['contract'],
};
const all = Object.keys(folders);

module.exports = {
  forbidden: [
    ...all.map((folder) => ({
      name: `${folder}-imports-one-way`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: {
        path: `^(${[...all, 'test', 'bench'].filter((other) => other !== folder && !folders[folder].includes(other)).join('|')})/|^index\\.ts$`,
      },
    })),
    {
      name: 'index-imports-components',
      severity: 'error',
      from: { path: '^index\\.ts$' },
      to: { path: '^(bundling|contract|dicom|handlers|webcomponents|local|test|bench)/' },
    },
    {
      name: 'dicom-is-isomorphic',
      severity: 'error',
      from: { path: '^dicom/' },
      to: { path: '@aws-sdk|@pulumi', dependencyTypes: ['npm'] },
    },
    {
      name: 'dicom-uses-no-node-modules',
      severity: 'error',
      from: { path: '^dicom/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'aws-sdk-only-in-adapters',
      severity: 'error',
      from: { path: '^handlers/', pathNot: '^handlers/adapters/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    // The folders of tests mirror the tree and share support/; of the code, none may need one that needs it.
    {
      name: 'no-circular-folders',
      severity: 'error',
      scope: 'folder',
      from: { pathNot: '^(test|bench)' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
