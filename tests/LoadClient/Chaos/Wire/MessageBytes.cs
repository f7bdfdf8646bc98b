using System.Buffers;
using System.Globalization;
using System.Text;

namespace LoadClient.Chaos;

/// <summary>Messages as they are sent.</summary>
internal sealed class MessageBytes(Dice dice)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    internal ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    internal void Add(string text) => Encoding.ASCII.GetBytes(text, _bytes);

    /// <summary>Adds a body, in chunks of random size where it is chunked.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="isChunked">Whether in chunks.</param>
    /// <param name="isWhole">Whether its end is sent.</param>
    /// <param name="trailerId">What the trailer says; null: there is none.</param>
    internal void AddBody(ReadOnlySpan<byte> body, bool isChunked, bool isWhole, int? trailerId)
    {
        if (!isChunked)
        {
            _bytes.Write(body);
            return;
        }

        var chunkMax = 1 + dice.Next(1 + (body.Length / (1 + dice.Next(8))));
        while (!body.IsEmpty)
        {
            // A chunk costs a few bytes of size line; a body is cut into some hundreds at most.
            var size = Math.Min(body.Length, Math.Max(1 + dice.Next(chunkMax), body.Length / 200));
            Add(string.Create(CultureInfo.InvariantCulture, $"{size:x}\r\n"));
            _bytes.Write(body[..size]);
            Add("\r\n");
            body = body[size..];
        }

        if (!isWhole) return;
        Add("0\r\n");
        if (trailerId is { } id) Add(string.Create(CultureInfo.InvariantCulture, $"X-Tail: {id}\r\n"));
        Add("\r\n");
    }
}
