/** How the server's Node is run: a nursery in which the requests of 200 connections live and die; smaller ones copy them again and again (a third of the CPU at 8 MB). */
export const serverFlags = ["--max-semi-space-size=32"];
