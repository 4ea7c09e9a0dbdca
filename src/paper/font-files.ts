// The font of papers: Tinos, whose letters are as wide as those of Times New Roman, which Decree 30/2020/NĐ-CP asks for.

/** The files of the font, by face. */
export const FACES = {
  plain: "Tinos_400Regular.ttf",
  italic: "Tinos_400Regular_Italic.ttf",
  bold: "Tinos_700Bold.ttf",
  boldItalic: "Tinos_700Bold_Italic.ttf",
} as const;
export type FaceName = keyof typeof FACES;
/** The bytes of a font file. */
export type FontReader = (file: string) => Promise<Uint8Array>;
