/** `[town, first digits of the postcode, region]`. */
export const towns = [
  ['Valencia', '460', 'Comunitat Valenciana'], ['Madrid', '280', 'Madrid'], ['Barcelona', '080', 'Catalunya'], ['Sevilla', '410', 'Andalucía'], ['Zaragoza', '500', 'Aragón'], ['Málaga', '290', 'Andalucía'],
  ['Murcia', '300', 'Murcia'], ['Palma', '070', 'Illes Balears'], ['Bilbao', '480', 'Euskadi'], ['Alicante', '030', 'Comunitat Valenciana'], ['Córdoba', '140', 'Andalucía'], ['Valladolid', '470', 'Castilla y León'],
  ['Vigo', '362', 'Galicia'], ['Gijón', '332', 'Asturias'], ['A Coruña', '150', 'Galicia'], ['Granada', '180', 'Andalucía'], ['Santander', '390', 'Cantabria'], ['Pamplona', '310', 'Navarra'], ['Logroño', '260', 'La Rioja'], ['Las Palmas', '350', 'Canarias'],
] as const
export const streets = ['Calle Mayor', 'Calle Colón', 'Avenida de la Constitución', 'Calle San Vicente', 'Paseo del Prado', 'Calle Real', 'Plaza de España', 'Calle del Carmen', 'Avenida del Puerto', 'Calle Sagasta', 'Calle Larga', 'Ronda Norte', 'Calle de la Paz', 'Travesía del Molino', 'Calle Cervantes', 'Avenida Blasco Ibáñez', 'Calle Goya', 'Calle Nueva', 'Camino Viejo', 'Gran Vía'] as const
/** Shops of the demo's company, "Almacenes Ribera". */
export const shops = ['Colón', 'Gran Vía', 'Diagonal', 'Nervión', 'El Pilar', 'Larios', 'Trapería', 'Moyua', 'Maisonnave', 'Príncipe'] as const
export const advisers = ['Marina', 'Héctor', 'Aitana', 'Bruno', 'Celia', 'Darío'] as const
