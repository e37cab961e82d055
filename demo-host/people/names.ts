/** Common Spanish names and surnames; nobody in particular. */
export const women =
  'María Carmen Ana Isabel Laura Cristina Marta Lucía Elena Paula Sara Raquel Pilar Rosa Nuria Silvia Beatriz Patricia Mónica Teresa Alba Irene Andrea Julia Claudia Rocío Inés Sofía Noelia Verónica Lorena Amparo Begoña Consuelo Dolores Esther Gloria Lidia Marina Natalia Olga Sonia Susana Victoria Yolanda Aitana Carla Daniela Valeria Martina Nerea Ainhoa Leire Uxía Sabela Laia Núria Montserrat Ángela Mercedes Encarnación'.split(
    ' ',
  )
export const men =
  'Antonio José Manuel Francisco David Juan Javier Daniel Carlos Jesús Alejandro Miguel Rafael Pedro Ángel Pablo Sergio Fernando Luis Jorge Alberto Álvaro Diego Adrián Raúl Enrique Ramón Vicente Iván Rubén Óscar Andrés Joaquín Santiago Eduardo Víctor Mario Roberto Jaime Ignacio Marcos Gabriel Hugo Martín Lucas Nicolás Gonzalo Tomás Agustín Emilio Julián Salvador Iker Unai Mikel Xoán Brais Jordi Marc Oriol Pau Arnau'.split(
    ' ',
  )
export const surnames = (
  'García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto Méndez Cruz Calvo Gallego Vidal León Márquez Herrera Peña Flores Cabrera Campos Vega Fuentes Carrasco Diez Caballero Reyes Nieto Aguilar ' +
  'Pascual Santana Herrero Lorenzo Montero Hidalgo Giménez Ibáñez Ferrer Durán Santiago Benítez Mora Vicente Vargas Arias Carmona Crespo Román Pastor Soto Sáez Velasco Moya Soler Parra Esteban Bravo Gallardo Rojas Pardo Merino Franco Espinosa Izquierdo Lara Rivas Silva Rivera Casado Arroyo Redondo Camacho Rey Vera Otero Luque Galán Montes Ríos Sierra Segura Carrillo Marcos Martí Soriano Mendoza Bernal Robles Vila Valero Palacios Exposito Benito Andrés Varela Pereira Macías Guerra Heredia Bueno Roldán Mateo Villar Contreras Miranda Guillén Mateos Escudero Aguirre Menéndez Rovira Puig Bosch Etxeberria Zabala Goikoetxea Castiñeira Seoane'
).split(' ')

/** `[name of the company, its mail domain]`: contacts that write from info@. */
export const companies = [
  ['Reformas Vidal Puig SL', 'reformasvidal.example'],
  ['Talleres Núñez e Hijos', 'talleresnunez.example'],
  ['Clínica Dental Alameda', 'dentalalameda.example'],
  ['Bar El Puerto', 'barelpuerto.example'],
  ['Asesoría Montero', 'asesoriamontero.example'],
  ['Guardería Pasitos', 'pasitos.example'],
  ['Ferretería Luque', 'ferreterialuque.example'],
  ['Estudio Zabala Arquitectos', 'zabala.example'],
] as const
export const mailDomains = [
  'correo.example',
  'buzon.example',
  'mensajes.example',
  'mail.example',
  'casa.example',
] as const
