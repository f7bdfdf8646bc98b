using System.Globalization;

namespace RouteGen.Handling;

/// <summary>A range of content.</summary>
/// <param name="Start">The offset of the first byte.</param>
/// <param name="Length">Length in bytes, at least one.</param>
internal readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>Returns the value of <c>Content-Range</c> (RFC 9110 section 14.4).</summary>
    /// <param name="size">Length of the whole content, in bytes.</param>
    internal string Describe(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes {Start}-{Start + Length - 1}/{size}");
}
