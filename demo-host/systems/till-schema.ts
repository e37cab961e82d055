/**
 * The loyalty and till database, as such databases are: Spanish names, wall-clock times, words instead of
 * codes.
 */
export const schema = `
CREATE TABLE socios (id INTEGER PRIMARY KEY, tarjeta TEXT, tarjeta_num TEXT, nombre TEXT NOT NULL, telefono TEXT, tel9 TEXT, correo TEXT, nacimiento TEXT, calle TEXT, cp TEXT, poblacion TEXT, nivel TEXT, nivel_desde TEXT, nivel_antes TEXT, puntos INTEGER NOT NULL, puntos_caducan INTEGER NOT NULL, caducan_el TEXT, vale NUMERIC NOT NULL, alta TEXT, tienda TEXT, restringido TEXT, modificado TEXT NOT NULL);
CREATE TABLE tiques (numero TEXT PRIMARY KEY, socio INTEGER, hora TEXT NOT NULL, tienda TEXT NOT NULL, importe NUMERIC NOT NULL, articulos INTEGER NOT NULL);
CREATE TABLE lineas (tique TEXT NOT NULL, producto TEXT NOT NULL, familia TEXT, unidades INTEGER NOT NULL, precio NUMERIC NOT NULL, motivo TEXT);
CREATE TABLE preferencias (socio INTEGER PRIMARY KEY, tratamiento TEXT, idioma TEXT, canal TEXT, hora TEXT, tienda TEXT, talla TEXT, calzado TEXT, marcas TEXT, gustos TEXT, nota TEXT);
CREATE TABLE productos_socio (id INTEGER PRIMARY KEY, socio INTEGER NOT NULL, nombre TEXT NOT NULL, serie TEXT, compra TEXT NOT NULL, garantia TEXT NOT NULL, estado TEXT NOT NULL, tique TEXT);
CREATE TABLE devoluciones (id INTEGER PRIMARY KEY, socio INTEGER NOT NULL, tique TEXT NOT NULL, importe NUMERIC NOT NULL, motivo TEXT, producto TEXT, hora TEXT NOT NULL);
CREATE TABLE amigos (id INTEGER PRIMARY KEY, socio INTEGER NOT NULL, fecha TEXT NOT NULL, amigo TEXT, compro INTEGER NOT NULL, premio NUMERIC NOT NULL);
CREATE TABLE modelos (id INTEGER PRIMARY KEY, socio INTEGER NOT NULL, clase TEXT NOT NULL, valor REAL NOT NULL, antes REAL, euros NUMERIC, fecha TEXT NOT NULL, modelo TEXT NOT NULL);
CREATE TABLE vinculos (id INTEGER PRIMARY KEY, socio INTEGER NOT NULL, clase TEXT NOT NULL, nombre TEXT NOT NULL, papel TEXT, desde TEXT, matriz TEXT, euros NUMERIC, tarjeta_suya TEXT);
CREATE TABLE promesas (id INTEGER PRIMARY KEY, socio INTEGER NOT NULL, que TEXT NOT NULL, hecha TEXT NOT NULL, vence TEXT NOT NULL, cumplida TEXT, quien TEXT, pedido TEXT);`

export const indexes = `
CREATE INDEX socios_tarjeta ON socios(tarjeta_num); CREATE INDEX socios_tel ON socios(tel9); CREATE INDEX socios_correo ON socios(lower(correo)); CREATE INDEX tiques_socio ON tiques(socio, hora); CREATE INDEX lineas_tique ON lineas(tique);
CREATE INDEX p_socio ON productos_socio(socio); CREATE INDEX d_socio ON devoluciones(socio); CREATE INDEX a_socio ON amigos(socio); CREATE INDEX m_socio ON modelos(socio); CREATE INDEX v_socio ON vinculos(socio); CREATE INDEX pr_socio ON promesas(socio);`

/** `nivel` and the rest as the till writes them. */
export const tierWord = { basica: 'BÁSICA', plata: 'PLATA', oro: 'ORO' } as const
