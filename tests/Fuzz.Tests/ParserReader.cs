using System.Text;
using RouteGen.Protocol;

namespace Fuzz.Tests;

/// <summary>Reads the requests of a connection with the parser under test, which sees the bytes in pieces, as they arrive.</summary>
internal sealed class ParserReader
{
    private const int StrayBytesMax = 4;

    private readonly byte[] _input;
    private readonly Func<int> _step;
    private readonly List<string> _messages = [];
    private readonly RequestHead _head = new();
    private int _arrived;
    private int _position;

    private ParserReader(byte[] input, Func<int> step)
    {
        _input = input;
        _step = step;
    }

    /// <summary>Reads everything.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="step">How many more arrive each time; at least 1. It is also the room there is for body bytes.</param>
    internal static Seen Read(byte[] input, Func<int> step)
    {
        var reader = new ParserReader(input, step);
        var end = reader.ReadAll();
        return new Seen(reader._messages, end, reader._position);
    }

    private SeenEnd ReadAll()
    {
        while (_position < _input.Length)
        {
            var end = ReadOne();
            if (end != SeenEnd.Clean) return end;
        }

        return SeenEnd.Clean;
    }

    private SeenEnd ReadOne()
    {
        var start = _position;
        _head.Reset();
        ParseStatus status;
        while ((status = _head.Parse(_input.AsSpan(start.._arrived), 1 << 20, 1000)) == ParseStatus.NeedMore)
            if (!Arrive()) return SeenEnd.Incomplete;
        if (status == ParseStatus.Rejected) return SeenEnd.Rejected;

        var position = start + _head.Length;
        var decoder = default(BodyDecoder);
        decoder.Start(BodyFramingRules.OfRequest(_head, out var length), length);
        var data = new List<byte>();
        while (true)
        {
            var room = new byte[_step()];
            status = decoder.Decode(_input.AsSpan(position.._arrived), room, out var consumed, out var written);
            position += consumed;
            data.AddRange(room.AsSpan(0, written));
            if (status == ParseStatus.Done) break;
            if (status == ParseStatus.Rejected) return SeenEnd.Rejected;
            if (consumed == 0 && written == 0 && !Arrive()) return SeenEnd.Incomplete;
        }

        var trailers = decoder.Trailer is { } block ? Fields(block, block.Bytes, 0) : [];
        _messages.Add(Seen.Describe(
            $"{Text(start, _head.MethodLength)} {Text(start + _head.TargetStart, _head.TargetLength)} {_head.MinorVersion}",
            Text(start + _head.HostStart, _head.HostLength),
            Fields(_head, _input, start),
            Encoding.Latin1.GetString(data.ToArray()),
            trailers));
        _position = position;
        if (_head.HasClose || (_head.MinorVersion == 0 && !_head.HasKeepAlive)) return SeenEnd.Closed;
        if (_input.AsSpan(start).StartsWith("POST "u8)) SkipStrayLineEnds();
        return SeenEnd.Clean;
    }

    private void SkipStrayLineEnds()
    {
        for (var left = StrayBytesMax; left > 0;)
        {
            if (_position == _arrived && !Arrive()) return;
            var count = RequestHead.CountStrayLineEnds(_input.AsSpan(_position.._arrived), left);
            if (count == 0) return;
            _position += count;
            left -= count;
        }
    }

    private bool Arrive()
    {
        if (_arrived == _input.Length) return false;
        _arrived = Math.Min(_input.Length, _arrived + _step());
        return true;
    }

    private static List<string> Fields(FieldBlock block, byte[] bytes, int start)
    {
        var fields = new List<string>();
        foreach (ref readonly var field in block.Fields.AsSpan(0, block.FieldCount))
            fields.Add(
                $"{Encoding.Latin1.GetString(bytes, start + field.NameStart, field.NameLength)}: "
                    + $"{Encoding.Latin1.GetString(bytes, start + field.ValueStart, field.ValueLength)}");
        return fields;
    }

    private string Text(int start, int length) => Encoding.Latin1.GetString(_input, start, length);
}
