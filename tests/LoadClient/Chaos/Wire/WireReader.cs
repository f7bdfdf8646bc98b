// A strict reader of HTTP/1.1, of its own and not the library's: it is what the library is measured with.
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LoadClient.Chaos;

/// <summary>Reads heads and bodies from a socket. One flow at a time.</summary>
/// <param name="socket">What is read from.</param>
/// <param name="plan">The request that a fault is reported with.</param>
/// <param name="onProgress">Called when something has arrived.</param>
internal sealed class WireReader(Socket socket, Func<Plan?> plan, Action onProgress)
{
    private const int LineBytesMax = 8192;

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    internal bool HasUnread => _start < _end;

    internal string Unread => Encoding.Latin1.GetString(_buffer, _start, Math.Min(80, _end - _start));

    /// <summary>The next head; null: the peer ended before one began.</summary>
    /// <exception cref="WireEndException">It ended in the middle.</exception>
    internal async ValueTask<WireHead?> ReadHeadAsync()
    {
        if (await ReadLineAsync() is not { } line) return null;
        var head = new WireHead(line);
        if (!IsStartLine(line)) throw Malformed($"'{line}' is no start line");
        await ReadFieldsAsync(head);
        return head;
    }

    /// <summary>The fields up to the empty line.</summary>
    internal async ValueTask ReadFieldsAsync(WireHead head)
    {
        while (await ReadNeededLineAsync() is { Length: > 0 } line)
        {
            if (!head.TryAdd(line)) throw Malformed($"'{line}' is no field, or comes twice");
        }
    }

    /// <summary>
    /// As many bytes as have arrived, up to a bound that is above zero; empty: the peer ended. They stay until the next call.
    /// </summary>
    internal async ValueTask<ReadOnlyMemory<byte>> ReadSomeAsync(long countMax)
    {
        if (!HasUnread && !await FillAsync()) return default;
        var count = (int)Math.Min(countMax, _end - _start);
        _start += count;
        return _buffer.AsMemory(_start - count, count);
    }

    internal async ValueTask<string> ReadNeededLineAsync() =>
        await ReadLineAsync() ?? throw new WireEndException("the end came instead of a line");

    /// <summary>Reports that what arrives is not HTTP.</summary>
    internal ChaosException Malformed(string text) =>
        Faults.Report(FaultKind.Damaged, plan(), string.Create(CultureInfo.InvariantCulture, $"malformed: {text}; '{Unread}' follows"));

    private static bool IsStartLine(string line) =>
        line.StartsWith("POST /", StringComparison.Ordinal) && line.EndsWith(" HTTP/1.1", StringComparison.Ordinal)
        || (line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && line.Length > 12
            && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private async ValueTask<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (!HasUnread && !await FillAsync())
                return line.Length == 0 ? null : throw new WireEndException($"the end came behind '{line}'");
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var count = end < 0 ? _end - _start : end + 1;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, count));
            _start += count;
            if (line.Length > LineBytesMax) throw Malformed("a line is too long");
            if (end < 0) continue;
            if (line.Length < 2 || line[^2] != '\r') throw Malformed($"'{line}' ends without CR");
            line.Length -= 2;
            var text = line.ToString();
            return text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? throw Malformed($"'{text}' is not text") : text;
        }
    }

    private async ValueTask<bool> FillAsync()
    {
        try
        {
            _start = 0;
            _end = 0;
            _end = await socket.ReceiveAsync(_buffer.AsMemory());
            onProgress();
            return _end > 0;
        }
        catch (SocketException failure)
        {
            throw new WireEndException(failure.SocketErrorCode.ToString(), isReset: true);
        }
        catch (ObjectDisposedException)
        {
            throw new WireEndException("reset by ourselves");
        }
    }
}
