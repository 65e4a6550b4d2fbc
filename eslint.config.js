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
      'node_modules/',
      '**/*.cjs',
      '**/*.mjs',
      '**/*.js',
      'test/consumers/',
      'test/cdk-nag/',
      'dicom/kernels/assembly/',
      'webcomponents/language/messages/',
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
      // React's types are told of a tag through a namespace of theirs.
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
    },
  },
  { files: ['webcomponents/**/*.ts'], plugins: { lit }, rules: { ...lit.configs['flat/recommended'].rules } },
);
