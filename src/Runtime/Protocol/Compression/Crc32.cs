using System.Buffers.Binary;

namespace RouteGen.Protocol;

/// <summary>The checksum of gzip (RFC 1952 section 8), computed eight bytes at a time.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[][] s_tables = MakeTables();

    /// <summary>Extends a checksum by these bytes. The checksum of no bytes is zero.</summary>
    internal static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        var tables = s_tables;
        var crc = ~before;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[7][(byte)low] ^ tables[6][(byte)(low >> 8)] ^ tables[5][(byte)(low >> 16)] ^ tables[4][low >> 24]
                ^ tables[3][(byte)high] ^ tables[2][(byte)(high >> 8)] ^ tables[1][(byte)(high >> 16)] ^ tables[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (var value in bytes) crc = (crc >> 8) ^ tables[0][(byte)crc ^ value];
        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var index = 0; index < tables.Length; index++) tables[index] = new uint[256];
        for (var value = 0u; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            tables[0][value] = crc;
        }

        for (var index = 1; index < tables.Length; index++)
            for (var value = 0; value < 256; value++)
                tables[index][value] = (tables[index - 1][value] >> 8) ^ tables[0][(byte)tables[index - 1][value]];
        return tables;
    }
}
