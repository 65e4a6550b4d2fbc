import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Debian's Python, with the packages python3-pydicom, python3-gdcm, python3-numpy and python3-pil. */
export const PYTHON = '/usr/bin/python3';
export const PYTHON_PEER = fileURLToPath(new URL('peer.py', import.meta.url));

export const hasPython = (): boolean => spawnSync(PYTHON, [PYTHON_PEER, 'imports']).status === 0;
