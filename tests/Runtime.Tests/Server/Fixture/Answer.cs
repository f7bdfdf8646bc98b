using System.Text;

namespace Runtime.Tests.Serving;

/// <summary>An answer as a raw client read it.</summary>
internal sealed class Answer
{
    internal required string Version { get; init; }

    internal required int Status { get; init; }

    internal required string Reason { get; init; }

    internal List<(string Name, string Value)> Fields { get; } = [];

    internal List<(string Name, string Value)> Trailers { get; } = [];

    internal byte[] Body { get; set; } = [];

    internal int ChunkCount { get; set; }

    internal string Text => Encoding.Latin1.GetString(Body);

    /// <summary>The only value of a field, by its exact name; null: none.</summary>
    internal string? this[string name]
    {
        get
        {
            var values = Fields.Where(line => line.Name == name).Select(line => line.Value).ToList();
            Assert.True(values.Count <= 1, $"{name} stands {values.Count} times");
            return values.SingleOrDefault();
        }
    }

    internal string Names => string.Join(' ', Fields.Select(line => line.Name));
}
