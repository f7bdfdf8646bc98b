// Builds the text of a request's head from its decoded fields: a request line, and field lines, as the parser of HTTP/1.1 reads them. So
// there is one parser of requests, with one set of rules. What only HTTP/2 can express wrongly is checked here (RFC 9113 section 8.2 and
// 8.3): a violation makes the request malformed. No byte that could end a line passes.
using System.Text;
using RouteGen.Primitives;
using RouteGen.Protocol;

namespace RouteGen.Serving;

internal sealed class HeadBuilder : IHpackFields
{
    private const int FieldOverhead = 32;

    private OutputBuffer _text;
    private OutputBuffer _cookies;
    private byte[] _pseudo = new byte[256];
    private Part _method;
    private Part _path;
    private Part _scheme;
    private Part _authority;
    private int _pseudoEnd;
    private int _listSize;
    private int _listSizeMax;
    private int _fieldCount;
    private int _fieldCountMax;
    private bool _isTrailer;
    private bool _hasRegular;
    private bool _hasHost;

    private readonly record struct Part(int Start, int Length, bool IsSet);

    /// <summary>True if the fields cannot be those of a request.</summary>
    internal bool IsMalformed { get; private set; }

    /// <summary>The limit that the fields exceed.</summary>
    internal RejectReason Refusal { get; private set; }

    /// <summary>The declared length of the body, or -1.</summary>
    internal long DeclaredLength { get; private set; }

    /// <summary>The text. Valid after <see cref="End"/>.</summary>
    internal ReadOnlySpan<byte> Text => _text.Pending;

    /// <summary>Begins a head or a trailer section.</summary>
    internal void Begin(bool isTrailer, int listSizeMax, int fieldCountMax)
    {
        _text.Clear();
        _cookies.Clear();
        _method = _path = _scheme = _authority = default;
        _pseudoEnd = _listSize = _fieldCount = 0;
        _listSizeMax = listSizeMax;
        _fieldCountMax = fieldCountMax;
        _isTrailer = isTrailer;
        _hasRegular = _hasHost = IsMalformed = false;
        Refusal = RejectReason.None;
        DeclaredLength = -1;
    }

    public void OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (IsMalformed || Refusal != RejectReason.None) return;
        _listSize += name.Length + value.Length + FieldOverhead;
        if (_listSize > _listSizeMax) Refusal = RejectReason.HeadTooLong;
        else if (++_fieldCount > _fieldCountMax) Refusal = RejectReason.TooManyFields;
        else if (name.IsEmpty || value.IndexOfAny((byte)'\r', (byte)'\n', (byte)0) >= 0) IsMalformed = true;
        else if (name[0] == ':') OnPseudo(name, value);
        else OnRegular(name, value);
    }

    /// <summary>Completes the text.</summary>
    internal void End()
    {
        if (IsMalformed || Refusal != RejectReason.None) return;
        if (!_isTrailer)
        {
            if (!_hasRegular) WriteStart();
            if (IsMalformed) return;
            if (!_cookies.IsEmpty) WriteLine("cookie"u8, _cookies.Pending);
        }

        _text.Append("\r\n"u8);
    }

    /// <summary>Releases the memory, when the connection is quiet.</summary>
    internal void Release()
    {
        _text.Release();
        _cookies.Release();
    }

    private void OnPseudo(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (_isTrailer || _hasRegular) IsMalformed = true;
        else if (name.SequenceEqual(":method"u8)) Take(ref _method, value);
        else if (name.SequenceEqual(":path"u8)) Take(ref _path, value);
        else if (name.SequenceEqual(":scheme"u8)) Take(ref _scheme, value);
        else if (name.SequenceEqual(":authority"u8)) Take(ref _authority, value);
        else IsMalformed = true;
    }

    private void Take(ref Part part, ReadOnlySpan<byte> value)
    {
        if (part.IsSet)
        {
            IsMalformed = true;
            return;
        }

        if (_pseudo.Length < _pseudoEnd + value.Length) Array.Resize(ref _pseudo, Math.Max(_pseudo.Length * 2, _pseudoEnd + value.Length));
        value.CopyTo(_pseudo.AsSpan(_pseudoEnd));
        part = new Part(_pseudoEnd, value.Length, true);
        _pseudoEnd += value.Length;
    }

    private void OnRegular(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!_hasRegular && !_isTrailer) WriteStart();
        _hasRegular = true;
        if (IsMalformed || IsForbidden(name, value))
        {
            IsMalformed = true;
            return;
        }

        if (_isTrailer)
        {
            WriteLine(name, value);
            return;
        }

        switch (name.Length)
        {
            case 6 when name.SequenceEqual("cookie"u8):
                // RFC 9113 section 8.2.3: the parts of one cookie field are joined.
                if (!_cookies.IsEmpty) _cookies.Append("; "u8);
                _cookies.Append(value);
                return;
            case 4 when name.SequenceEqual("host"u8):
                OnHost(value);
                return;
            case 14 when name.SequenceEqual("content-length"u8):
                if (FieldValues.TryParseLength(value, 18, out var length)) DeclaredLength = length;
                break;
        }

        WriteLine(name, value);
    }

    // The field must not contradict the pseudo-field (RFC 9113 section 8.3.1).
    private void OnHost(ReadOnlySpan<byte> value)
    {
        if (_hasHost || (_authority.IsSet && !Ascii.EqualsIgnoreCase(value, Bytes(_authority)))) IsMalformed = true;
        _hasHost = true;
        if (!_authority.IsSet) WriteLine("host"u8, value);
    }

    // RFC 9113 sections 8.2.1 and 8.2.2.
    private static bool IsForbidden(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.IndexOfAnyExcept(WireBytes.Token) >= 0 || name.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0) return true;
        if (!value.IsEmpty && (WireBytes.IsBlank(value[0]) || WireBytes.IsBlank(value[^1]))) return true;
        return name.Length switch
        {
            2 => name.SequenceEqual("te"u8) && !Ascii.EqualsIgnoreCase(value, "trailers"u8),
            7 => name.SequenceEqual("upgrade"u8),
            10 => name.SequenceEqual("connection"u8) || name.SequenceEqual("keep-alive"u8),
            16 => name.SequenceEqual("proxy-connection"u8),
            17 => name.SequenceEqual("transfer-encoding"u8),
            _ => false,
        };
    }

    private void WriteStart()
    {
        var method = Bytes(_method);
        var isConnect = method.SequenceEqual("CONNECT"u8);
        // RFC 9113 section 8.5: CONNECT has neither scheme nor path.
        var isComplete = isConnect
            ? _authority.IsSet && !_path.IsSet && !_scheme.IsSet
            : _method.IsSet && _scheme.IsSet && _path is { IsSet: true, Length: > 0 };
        var target = Bytes(isConnect ? _authority : _path);
        if (!isComplete || method.IsEmpty || method.IndexOfAnyExcept(WireBytes.Token) >= 0 || !IsTarget(method, target, isConnect))
        {
            IsMalformed = true;
            return;
        }

        _text.Append(method);
        _text.Append((byte)' ');
        _text.Append(target);
        _text.Append(" HTTP/2.0\r\n"u8);
        if (_authority.IsSet) WriteLine("host"u8, Bytes(_authority));
    }

    // The parser would accept an absolute target, and a blank would end the target.
    private static bool IsTarget(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, bool isConnect)
    {
        if (target.IsEmpty || target.Contains((byte)' ')) return false;
        return isConnect || target[0] == '/' || (target.SequenceEqual("*"u8) && method.SequenceEqual("OPTIONS"u8));
    }

    private void WriteLine(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var span = _text.GetSpan(name.Length + value.Length + 4);
        name.CopyTo(span);
        span[name.Length] = (byte)':';
        span[name.Length + 1] = (byte)' ';
        value.CopyTo(span[(name.Length + 2)..]);
        span[name.Length + value.Length + 2] = (byte)'\r';
        span[name.Length + value.Length + 3] = (byte)'\n';
        _text.Advance(name.Length + value.Length + 4);
    }

    private ReadOnlySpan<byte> Bytes(Part part) => _pseudo.AsSpan(part.Start, part.Length);
}
