namespace RouteGen.Generators.Model;

/// <summary>
/// Location of a call in the compiler's form: it holds a checksum of the file, so that an edit anywhere in it makes another.
/// </summary>
/// <param name="Version">The version of the encoding.</param>
/// <param name="Data">The place, encoded.</param>
internal sealed record CallSite(int Version, string Data);
