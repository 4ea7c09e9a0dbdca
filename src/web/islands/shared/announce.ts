// A verdict's colour as sound and vibration, since an officer looks at the driver and not at the screen.
import type { Colour } from "../../../rules/readings/checkpoint-answer.ts";

/** Tones in hertz with seconds, and the vibration in milliseconds; told apart without looking. */
const SIGNS: Readonly<Record<Colour, { tones: readonly (readonly [number, number])[]; shake: number[] }>> = {
  green: { tones: [[880, 0.12]], shake: [80] },
  amber: {
    tones: [
      [587, 0.14],
      [587, 0.14],
    ],
    shake: [120, 80, 120],
  },
  red: {
    tones: [
      [220, 0.22],
      [220, 0.22],
      [220, 0.3],
    ],
    shake: [300, 100, 300, 100, 300],
  },
  grey: { tones: [[392, 0.3]], shake: [200] },
};

let audio: AudioContext | undefined;

/** Sounds and vibrates; silent where the browser does not allow it before a touch. */
export function announce(colour: Colour): void {
  navigator.vibrate?.(SIGNS[colour].shake);
  try {
    audio ??= new AudioContext();
    let at = audio.currentTime;
    for (const [hertz, seconds] of SIGNS[colour].tones) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = hertz;
      volume.gain.value = 0.2;
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + seconds);
      at += seconds + 0.06;
    }
  } catch {
    // A device without sound still shows the colour.
  }
}
