using RouteGen;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class SniffTests(ITestOutputHelper output)
{
    [Fact]
    public void Sniff() => VectorRun.Run("sniff", output, static (run, vector) =>
        run.Check(vector.Name, vector.Input, vector.Expect, expect =>
        {
            var found = Http.DetectContentType(VectorCase.Bytes(vector.Input, "data_b64"));
            return found == (string?)expect["content_type"] ? null : $"{found} instead of {expect["content_type"]}";
        }));
}
