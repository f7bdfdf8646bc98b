// What the generator costs a build and an editor, on mixed routes. docs/PERFORMANCE.md has the figures.
//   RouteCost generator [ROUTES [ROUNDS]]      a run from nothing, and one after an unrelated edit
//   RouteCost files [ROUTES [ROUNDS]]          the same with fifty routes a file, and after an edit of one of them
//   RouteCost muxes [MUXES [ROUNDS]]           the same for muxes of ten routes each
//   RouteCost compile [ROUTES [ROUNDS]]        what the compiler then does with each of the files that were generated
//   RouteCost program ROUTES with|without      the program itself, for tests/Benchmarks/routes/run
using System.Globalization;
using RouteGen.Benchmarks;

switch (args)
{
    case ["generator", .. var rest]:
        GeneratorCost.Print(Number(rest, 0, 1_000), Number(rest, 1, 15));
        return 0;
    case ["files", .. var rest]:
        GeneratorCost.PrintFiles(Number(rest, 0, 1_000), Number(rest, 1, 5));
        return 0;
    case ["muxes", .. var rest]:
        GeneratorCost.PrintMuxes(Number(rest, 0, 1_000), Number(rest, 1, 5));
        return 0;
    case ["compile", .. var rest]:
        CompileCost.Print(Number(rest, 0, 1_000), Number(rest, 1, 15));
        return 0;
    case ["program", var routes, "with" or "without"]:
        Console.Write(MixedProgram.Text(int.Parse(routes, CultureInfo.InvariantCulture), isPlain: args[2] == "without"));
        return 0;
    default:
        Console.Error.WriteLine("RouteCost generator|files|muxes|compile [ROUTES [ROUNDS]] | program ROUTES with|without");
        return 2;
}

static int Number(string[] arguments, int index, int unset) =>
    index < arguments.Length ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : unset;
