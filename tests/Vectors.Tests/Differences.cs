// What we mean to answer differently from what was recorded: one rule for each row of the README's table of differences that the
// recorded files show. On the repository's own files a rule that matches no request, or more than a tenth of a file's, fails.
using System.Text.Json.Nodes;

namespace Vectors.Tests;

internal static class Differences
{
    internal static readonly Difference[] All = [];

    /// <summary>The first rule that covers a request; null: we answer what was recorded.</summary>
    internal static Difference? Find(string file, JsonObject input) => Array.Find(All, rule => rule.File == file && rule.Applies(input));
}
