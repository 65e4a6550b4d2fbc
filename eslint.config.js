import { defineConfig } from 'eslint/config';
import lit from 'eslint-plugin-lit';
import tseslint from 'typescript-eslint';

export default defineConfig(
  {
    ignores: [
      'dist/',
      '.local/',
      '.bundles/',
      'coverage/',
      '**/*.cjs',
      '**/*.mjs',
      '**/*.js',
      'test/consumers/',
      'test/cdk-nag/',
      'dicom/kernels/assembly/',
      '**/node_modules/',
      'webcomponents/language/messages/',
      // Their packages are installed in docs/examples/ alone, where `npm run check` checks their types.
      'docs/examples/{angular.ts,react.tsx,vue.ts}',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  { files: ['webcomponents/**/*.ts'], plugins: { lit }, rules: { ...lit.configs['flat/recommended'].rules } },
);
