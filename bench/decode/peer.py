"""Decodes DICOM files for comparison with dicom/. Reads requests and writes answers as JSON lines.

The argument is `plain` or `tuned`, the way to compute the levels, or `imports`, to end after the imports.

It is one warm process. Each run reads the file, decodes it (pydicom with GDCM or NumPy), converts it to 8 bits (rescale,
window, or minimum to maximum) and encodes it as a JPEG of quality 90 (Pillow, 4:4:4).
"""
import io
import json
import sys
import time

import gdcm  # noqa: F401  (pydicom uses it; its import is part of the start)
import numpy as np
import pydicom
from PIL import Image
from pydicom.pixel_data_handlers.util import apply_color_lut


def first(value):
    return float(value[0] if isinstance(value, pydicom.multival.MultiValue) else value)


def window_of(ds, pixels):
    """Returns the centre and width in modality units: the file's first window, or the range of the values."""
    if ds.get('WindowWidth') not in (None, '', []):
        return first(ds.WindowCenter), max(first(ds.WindowWidth), 1.001)
    least, most = float(pixels.min()), float(pixels.max())
    return (least + most + 1) / 2, max(most - least + 1, 1.001)


def plain_levels(ds, pixels):
    """Computes the formulas of PS3.3 C.11 unchanged, in NumPy's default precision."""
    modality = pixels * float(ds.get('RescaleSlope', 1) or 1) + float(ds.get('RescaleIntercept', 0) or 0)
    centre, width = window_of(ds, modality)
    levels = np.clip(((modality - (centre - 0.5)) / (width - 1) + 0.5) * 255 + 0.5, 0, 255).astype(np.uint8)
    return 255 - levels if ds.PhotometricInterpretation == 'MONOCHROME1' else levels


def tuned_levels(ds, pixels):
    """Computes the levels with one multiplication and one addition, in place, in single precision."""
    slope = float(ds.get('RescaleSlope', 1) or 1)
    intercept = float(ds.get('RescaleIntercept', 0) or 0)
    ends = np.array([pixels.min(), pixels.max()]) if 'WindowWidth' not in ds else pixels[:1, :1]
    centre, width = window_of(ds, ends * slope + intercept)
    scale = 255 * slope / (width - 1)
    offset = 255 * ((intercept - (centre - 0.5)) / (width - 1) + 0.5)
    if ds.PhotometricInterpretation == 'MONOCHROME1':
        scale, offset = -scale, 255 - offset
    levels = pixels.astype(np.float32)
    levels *= np.float32(scale)
    levels += np.float32(offset + 0.5)
    np.clip(levels, 0, 255, out=levels)
    return levels.astype(np.uint8)


def display(ds, pixels):
    kind = ds.PhotometricInterpretation
    if ds.SamplesPerPixel == 1 and kind == 'PALETTE COLOR':
        return Image.fromarray((apply_color_lut(pixels, ds) >> 8).astype(np.uint8))
    if ds.SamplesPerPixel == 1:
        return Image.fromarray(levels_of(ds, pixels))
    if kind.startswith('YBR_FULL'):
        return Image.fromarray(pixels, 'YCbCr').convert('RGB')
    return Image.fromarray(pixels)


def decode_once(path, now):
    started = now()
    ds = pydicom.dcmread(path)
    opened = now()
    pixels = ds.pixel_array
    decoded = now()
    image = display(ds, pixels)
    shown = now()
    out = io.BytesIO()
    image.save(out, 'JPEG', quality=90, subsampling=0)
    ended = now()
    times = {'header': opened - started, 'codec': decoded - opened, 'display': shown - decoded}
    times.update({'encode': ended - shown, 'total': ended - started})
    return image, times


def answer(path, runs, milliseconds, clock):
    every = []
    end = time.perf_counter() + milliseconds / 1000
    while len(every) < runs or time.perf_counter() < end:
        image, times = decode_once(path, time.process_time if clock == 'cpu' else time.perf_counter)
        every.append({stage: 1000 * seconds for stage, seconds in times.items()})
    mean = float(np.asarray(image).mean())
    return {'runs': every, 'width': image.width, 'height': image.height, 'mean': mean}


if sys.argv[1] == 'imports':
    sys.exit()
levels_of = tuned_levels if sys.argv[1] == 'tuned' else plain_levels

for line in sys.stdin:
    try:
        reply = answer(**json.loads(line))
    except Exception as error:  # every error of a decoder is an answer
        reply = {'error': f'{type(error).__name__}: {error}'.split('\n')[0]}
    print(json.dumps(reply), flush=True)
