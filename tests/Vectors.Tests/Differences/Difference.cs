using System.Text.Json.Nodes;

namespace Vectors.Tests;

/// <summary>A rule on what we answer differently from what was recorded, on purpose.</summary>
/// <param name="File">The file it is about.</param>
/// <param name="Applies">Whether it covers a request; it sees the input alone, never a case's name or its recorded answer.</param>
/// <param name="Answer">The answer we give instead, made from the input and a copy of the recorded one; it is asserted.</param>
/// <param name="Reason">Why.</param>
internal sealed record Difference(
    string File, Func<JsonObject, bool> Applies, Func<JsonObject, JsonObject, JsonObject> Answer, string Reason);
