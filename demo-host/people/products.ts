/** `[product, category, cents]` of "Almacenes Ribera". */
export const products = [
  ['Zapatillas Vela', 'calzado', 6990], ['Botines Sierra', 'calzado', 8990], ['Sandalias Cala', 'calzado', 3990], ['Mocasines Duero', 'calzado', 7490], ['Deportivas Trote', 'calzado', 9990],
  ['Camisa de lino', 'moda', 3495], ['Vestido midi Azahar', 'moda', 5995], ['Abrigo de paño', 'moda', 12990], ['Vaqueros rectos', 'moda', 4495], ['Jersey de punto', 'moda', 3995], ['Chaqueta acolchada', 'moda', 7995], ['Falda plisada', 'moda', 3795], ['Camiseta básica', 'moda', 1295], ['Bufanda de lana', 'moda', 1995], ['Pijama de algodón', 'moda', 2495],
  ['Cafetera Espresso 20', 'hogar', 12990], ['Juego de sábanas', 'hogar', 4990], ['Lámpara Faro', 'hogar', 5490], ['Sartén 28 cm', 'hogar', 2990], ['Vajilla 18 piezas', 'hogar', 6490], ['Toallas, juego de 3', 'hogar', 2490], ['Alfombra Mediterráneo', 'hogar', 11990], ['Robot aspirador R3', 'hogar', 24990], ['Batidora de vaso', 'hogar', 4990], ['Cojín Damasco', 'hogar', 1490], ['Estor enrollable', 'hogar', 3290],
  ['Auriculares Brisa', 'electrónica', 5990], ['Altavoz portátil', 'electrónica', 4490], ['Tableta 10"', 'electrónica', 19990], ['Reloj deportivo', 'electrónica', 14990], ['Cargador rápido', 'electrónica', 1990], ['Televisor 43"', 'electrónica', 34990], ['Libro electrónico', 'electrónica', 11990],
  ['Perfume Jara 50 ml', 'belleza', 4590], ['Crema de manos', 'belleza', 890], ['Secador iónico', 'belleza', 3990], ['Sérum facial', 'belleza', 2490], ['Neceser de viaje', 'belleza', 1690],
  ['Cuento ilustrado', 'infantil', 1390], ['Bloques de madera', 'infantil', 2990], ['Mochila escolar', 'infantil', 2790], ['Bicicleta 16"', 'infantil', 13990], ['Peluche oso', 'infantil', 1590], ['Maleta de cabina', 'viaje', 6990], ['Paraguas plegable', 'viaje', 1490], ['Aceite virgen extra 5 l', 'gourmet', 3890], ['Cesta de Navidad', 'gourmet', 7990], ['Jamón ibérico 7 kg', 'gourmet', 24900],
] as const
export type Product = (typeof products)[number]
export const categories = [...new Set(products.map((p) => p[1]))]
/** Dear things are repaired; shirts are not. */
export const hasWarranty = (p: Product): boolean => p[1] === 'electrónica' || p[2] > 10_000 && p[1] === 'hogar'
